// The public conformance suites.
export const suites: readonly string[] = []
