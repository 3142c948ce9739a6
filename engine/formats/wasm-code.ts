/** Code compiled from a `*.as.ts`, ready to be called; undefined where a host has no WebAssembly with vectors. Made once, when first asked for. */
export function wasmCode(base64: string): () => unknown {
  let made: { readonly code: unknown } | undefined
  return () => (made ??= { code: instantiated(base64) }).code
}

function instantiated(base64: string): unknown {
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(atob(base64), character => character.charCodeAt(0)))).exports
  } catch {
    // Whoever asked goes on without it, more slowly and to the same end.
    return undefined
  }
}

export const valueOf = (global: WebAssembly.Global): number => global.value as number
