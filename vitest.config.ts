import { defineConfig } from "vitest/config"

const resolve = { conditions: ["source", "module", "node", "import", "default"] }

export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    include: ["packages/*/src/**/*.test.ts", "tests/**/*.test.ts"],
    setupFiles: ["tests/setup.ts"],
    silent: "passed-only",
    // Fits run beside other tests on two cores.
    testTimeout: 400_000,
    hookTimeout: 400_000,
    maxWorkers: 2,
  },
})
