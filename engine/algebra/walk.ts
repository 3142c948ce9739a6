import type { TypedExpr } from './expr.ts'

export function childrenOf(expr: TypedExpr): readonly TypedExpr[] {
  switch (expr.kind) {
    case 'literal':
    case 'column': return []
    case 'call': return expr.args
    case 'case': return [...expr.branches.flatMap(branch => [branch.when, branch.then]), expr.otherwise]
    case 'cast':
    case 'in': return [expr.input]
  }
}

/** The columns an expression reads, each once, in order of appearance. */
export function columnsRead(expr: TypedExpr): readonly string[] {
  const names = new Set<string>()
  const visit = (node: TypedExpr): void => {
    if (node.kind === 'column') names.add(node.name)
    childrenOf(node).forEach(visit)
  }
  visit(expr)
  return [...names]
}

/** Whether an expression reads the run's clock, and so cannot be folded or cached beyond a run. */
export function readsClock(expr: TypedExpr): boolean {
  return (expr.kind === 'call' && (expr.fn === 'now' || expr.fn === 'today')) || childrenOf(expr).some(readsClock)
}

/** The same tree with every column replaced. */
export function mapColumns(expr: TypedExpr, replace: (column: Extract<TypedExpr, { kind: 'column' }>) => TypedExpr): TypedExpr {
  const map = (node: TypedExpr): TypedExpr => mapColumns(node, replace)
  switch (expr.kind) {
    case 'literal': return expr
    case 'column': return replace(expr)
    case 'call': return { ...expr, args: expr.args.map(map) }
    case 'case': return { ...expr, branches: expr.branches.map(branch => ({ when: map(branch.when), then: map(branch.then) })), otherwise: map(expr.otherwise) }
    case 'cast':
    case 'in': return { ...expr, input: map(expr.input) }
  }
}
