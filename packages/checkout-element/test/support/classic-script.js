/** A script as third parties have them: it counts how often it ran. */
globalThis.scriptRuns = (globalThis.scriptRuns ?? 0) + 1
