/** A classic script that counts how often it ran. */
globalThis.scriptRuns = (globalThis.scriptRuns ?? 0) + 1
