export { formatCount, formatCounted, formatDuration, formatFigure, formatShare } from './format.ts'
export { Histogram, histogramSummary, type Bin } from './Histogram.tsx'
export { StackedBar, type BarPart } from './StackedBar.tsx'
export { ValueBars } from './ValueBars.tsx'
