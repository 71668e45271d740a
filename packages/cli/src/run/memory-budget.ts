import { totalmem } from "node:os"
import { estimateMemory, keepWithin, linearMethod, type Fit, type MemoryChoice } from "@luthier/core"

/** How a linear fit keeps within the memory there is. */
export interface MemoryPlan extends MemoryChoice {
  /** Sentences for the log. */
  readonly sentences: readonly string[]
}

const UNITS: Readonly<Record<string, number>> = { MB: 1e6, MiB: 2 ** 20, GB: 1e9, GiB: 2 ** 30 }

/** The bytes of a size such as `8 GB`; half of the machine's memory by default. */
function budgetOf(memory: string | undefined): number {
  const [, size, unit] = /^([\d.]+) ?(\w+)$/u.exec(memory ?? "") ?? []
  return size === undefined ? totalmem() / 2 : Number(size) * UNITS[unit]
}

/** Fewer threads, then fewer folds, where a linear fit would need more memory than it may use; other fits are left as they are. */
export function planMemory(fit: Fit, threads: number, memory: string | undefined): MemoryPlan {
  const wanted = { threads, folds: fit.solver.folds }
  if (linearMethod(fit) === undefined) return { ...wanted, sentences: [] }
  const budget = budgetOf(memory)
  const plan = keepWithin(fit, wanted, budget)
  const { total, data, threads: work, solving } = estimateMemory(fit, plan)
  const sentences = [
    `memory: about ${shown(total)} (data ${shown(data)}, ${plan.threads} threads ${shown(work)}, solving ${shown(solving)}) of ${shown(budget)}`,
    ...(plan.threads < threads ? [`${plan.threads} of ${threads} threads, to keep within the memory`] : []),
    ...(plan.folds < wanted.folds ? [`${plan.folds} of ${wanted.folds} folds, to keep within the memory`] : []),
    ...(total > budget ? ["warning: this fit needs more memory than it may use (resources.memory)"] : []),
  ]
  return { ...plan, sentences }
}

function shown(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}
