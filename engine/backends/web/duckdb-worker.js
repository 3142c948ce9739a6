/*
 * Runs DuckDB's own worker, whose address is the name of this one.
 *
 * That worker would put the response its code comes in into another one, to report progress. Browsers keep compiled code only of responses that
 * are as they came: without the means for it the worker leaves the response alone, and 28 MB need not be compiled anew at every visit.
 */
self.TransformStream = undefined
// It does not answer when its code cannot be had: whoever waits is to hear of that.
self.addEventListener('unhandledrejection', ({ reason }) => { setTimeout(() => { throw reason }) })
importScripts(self.name)
