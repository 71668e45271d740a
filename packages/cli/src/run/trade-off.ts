import { readFile } from "node:fs/promises"
import { type Executor, type FitState, gigapascal, tradeOff, type TradeOffPoint } from "@luthier/core"
import type { Artefacts } from "./artefacts.ts"
import type { Interruption } from "./interruption.ts"
import type { Log } from "./log.ts"
import type { PreparedRun } from "./prepare.ts"

/** What targets cost, point by point: the fit itself, others of other σ of the targets, and one without them. Empty without targets. */
export async function compareTargets(
  { fit, potential, config }: PreparedRun,
  state: FitState,
  { executor, interruption, log }: { executor: Executor; interruption: Interruption; log: Log },
): Promise<readonly TradeOffPoint[]> {
  if (fit.objective.targets.targets.length === 0) return []
  const points: TradeOffPoint[] = []
  const factors = config.report.tradeOff.filter((factor) => factor !== 1)
  const left = tradeOff(fit, potential, state, executor, factors)
  for (;;) {
    const next = await interruption.during(left.next())
    if (next.done) return points
    points.push(next.value)
    log.progress(pointLine(next.value))
  }
}

/** What an earlier call has found; `undefined` when there is no record of it. */
export async function recordedTradeOff({ targets }: Artefacts): Promise<readonly TradeOffPoint[] | undefined> {
  const text = await readFile(targets, "utf8").catch(() => undefined)
  return text === undefined ? undefined : JSON.parse(text).tradeOff
}

/** Root-mean-square errors by property, each with its unit, as in all metrics. */
export type PlainErrors = Readonly<Record<string, { readonly rmse: number; readonly unit: string }>>

/** The errors of a point on the training data. */
export function plainErrors({ rmse: { energy, forces, stress } }: TradeOffPoint): PlainErrors {
  return {
    ...(forces !== undefined && { force: { rmse: 1000 * forces, unit: "meV/Å" } }),
    ...(energy !== undefined && { energy: { rmse: 1000 * energy, unit: "meV/atom" } }),
    ...(stress !== undefined && { stress: { rmse: stress / gigapascal, unit: "GPa" } }),
  }
}

/** Errors of the fit without targets, for people: `without targets: force RMSE 25.2 meV/Å, …`. */
export function withoutTargetsLine(points: readonly TradeOffPoint[]): string | undefined {
  const found = points.find(({ factor }) => factor === null)
  const own = points.find(({ factor }) => factor === 1)
  return found && own && `${pointLine(found)}; with them ${errorsOf(own)}`
}

function pointLine(point: TradeOffPoint): string {
  const { factor, deviation, converged } = point
  const name = factor === null ? "without targets" : factor === 1 ? "targets as given" : `targets at ${factor} σ`
  return `${name}: ${errorsOf(point)}, targets off by ${deviation.toPrecision(3)} σ${converged ? "" : " (not converged)"}`
}

function errorsOf(point: TradeOffPoint): string {
  return Object.entries(plainErrors(point))
    .map(([property, { rmse, unit }]) => `${property} RMSE ${rmse.toPrecision(4)} ${unit}`)
    .join(", ")
}
