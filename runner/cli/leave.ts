/**
 * Ends the process as soon as what it said has been taken. Threads and memory go with it: to take them apart one by one, as an end that is waited
 * for does, takes a twentieth of the time of a short run.
 */
export async function leave(): Promise<never> {
  for (const stream of [process.stdout, process.stderr]) await new Promise<void>(resolve => { stream.write('', () => { resolve() }) })
  process.exit()
}
