/** Code compiled from a `*.as.ts`, ready to be called; undefined where a host has no WebAssembly with vectors. Made once, when first asked for. */
export function wasmCode(base64: string): () => unknown {
  const fresh = freshWasmCode(base64)
  let made: { readonly code: unknown } | undefined
  return () => (made ??= { code: fresh() }).code
}

/** The same, with a memory of its own for everyone who asks. */
export function freshWasmCode(base64: string): () => unknown {
  let compiled: WebAssembly.Module | undefined
  return () => {
    try {
      compiled ??= new WebAssembly.Module(Uint8Array.from(atob(base64), character => character.charCodeAt(0)))
      return new WebAssembly.Instance(compiled).exports
    } catch {
      // Whoever asked goes on without it, more slowly and to the same end.
      return undefined
    }
  }
}

export const valueOf = (global: WebAssembly.Global): number => global.value as number
