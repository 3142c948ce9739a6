export * from './type.ts'
export * from './cast.ts'
export * from './compare.ts'
