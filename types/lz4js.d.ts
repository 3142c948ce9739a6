declare module 'lz4js' {
  function compress(input: Uint8Array): Uint8Array | number[]
  function decompress(input: Uint8Array, maxSize?: number): Uint8Array | number[]
  export { compress, decompress }
  const lz4: { compress: typeof compress, decompress: typeof decompress }
  export default lz4
}
