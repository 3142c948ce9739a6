/** An address without what would let its reader in: user and password, and query values named like secrets. */
export function withoutSecrets(uri: string): string {
  return uri
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1***@')
    .replace(/([?&;][^=&;#]*(?:sig|token|secret|key|password|pwd|credential)[^=&;#]*=)[^&;#]*/gi, '$1***')
}

/** The last part of a path or address: what people call the file. */
export function fileName(uri: string): string {
  const [path = uri] = withoutSecrets(uri).split(/[?#]/)
  return path.split(/[/\\]/).findLast(part => part !== '') ?? uri
}
