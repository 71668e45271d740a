import { defineConfig } from "vitest/config"

const resolve = { conditions: ["source", "module", "node", "import", "default"] }

export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    // The same kernels, so the same bits, on every machine; OpenBLAS has tests of its own.
    env: { LUTHIER_OPENBLAS: "off" },
    include: ["packages/*/src/**/*.test.ts", "tests/**/*.test.ts"],
    setupFiles: ["tests/setup.ts"],
    silent: "passed-only",
    // Fits run beside other tests on two cores.
    testTimeout: 400_000,
    hookTimeout: 400_000,
    maxWorkers: 2,
  },
})
