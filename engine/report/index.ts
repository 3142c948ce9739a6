export { renderHtml, type ReportExtras } from './html.ts'
export { renderMarkdown } from './markdown.ts'
