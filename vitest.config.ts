import { defineConfig } from "vitest/config"

const resolve = { conditions: ["source", "module", "node", "import", "default"] }

export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    include: ["packages/*/src/**/*.test.ts", "tests/**/*.test.ts"],
    setupFiles: ["tests/setup.ts"],
    testTimeout: 120_000,
    maxWorkers: 2,
  },
})
