import { runCommandLine } from "./command-line.ts"

// Whoever reads our output may stop early (`luthier … | head`).
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error
})

const code = await runCommandLine(process.argv.slice(2))
if (code !== 0) process.exitCode = code
