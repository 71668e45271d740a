// Runs the sources of a checkout in this thread: Node strips their types, `@luthier/core` is its sources.
import * as module from "node:module"
import { fileURLToPath } from "node:url"

// Stripped and compiled sources are kept: the next start takes half the time.
module.enableCompileCache(fileURLToPath(new URL("../../../node_modules/.cache/luthier", import.meta.url)))
module.registerHooks({
  resolve: (specifier, context, next) =>
    // Most imports say exactly which file they mean: nothing needs to be looked up.
    specifier.startsWith(".") && specifier.endsWith(".ts")
      ? { url: new URL(specifier, context.parentURL).href, format: "module-typescript", shortCircuit: true }
      : next(specifier, { ...context, conditions: ["source", ...context.conditions] }),
})
