import { ThemeToggle } from './ui/index.ts'

export default function Page() {
  return (
    <main className="mx-auto flex max-w-5xl items-center justify-between px-6 py-4">
      <h1 className="text-lg font-semibold">SchemaFlow</h1>
      <ThemeToggle />
    </main>
  )
}
