export { ReviewCell } from './ReviewCell.tsx'
