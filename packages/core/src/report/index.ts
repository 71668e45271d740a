// The report of a finished fit: its own entry, because the figures need a drawing library that nothing else loads.
export * from "./page.ts"
export * from "./certificate-page.ts"
export * from "./identify-page.ts"
export * from "./linear-data.ts"
export * from "./properties-page.ts"
export * from "./report-data.ts"
export * from "./target-data.ts"
export * from "./from-fit/fit-report.ts"
