import { join } from "node:path"
import { summariseDraws, type DrawSummary } from "@luthier/core"
import { z } from "zod"
import { jsonText, writeWhole } from "../../files/write-whole.ts"
import { digestInputs } from "../checkpoint.ts"
import { advance, type Work } from "../inference/advance.ts"
import { type KeptChoice, keptState } from "../inference/kept-state.ts"
import type { RunProblem } from "../inference/open-problem.ts"
import { watchSignals } from "../interruption.ts"
import type { Log } from "../log.ts"
import type { DrawSource } from "./draw-source.ts"
import { drawLine, openDraws } from "./draws-file.ts"
import { type SamplingRequest, withSource } from "./open-source.ts"

/** What came of sampling: `samples/summary.json`. */
export interface SamplingRecord {
  readonly schema: 1
  readonly method: string
  readonly title: string
  readonly seed: number
  readonly temperature: number
  readonly chains: number
  /** Of each chain. */
  readonly draws: number
  readonly warmUp: number
  readonly parameters: readonly (DrawSummary & { readonly value: number | null; readonly unit: string })[]
  readonly remarks: readonly string[]
}

/** Draws are written at least this far apart [ms]. */
const INTERVAL = 1000

const walkSchema = z.strictObject({ length: z.int(), walk: z.unknown() })

/** Draws from a run into `samples/`: `draws.csv`, `summary.json`, and `state.json` to go on from. @throws Interrupted after saving. */
export async function sampleRun(
  opened: RunProblem,
  request: SamplingRequest,
  draws: number,
  choice: KeptChoice,
  log: Log,
): Promise<SamplingRecord> {
  return withSource(opened, request, async (source) => {
    const folder = opened.run.artefacts.samples
    const kept = keptState(join(folder, "state.json"), digestInputs(opened.identity, request))
    const before = await kept.read(choice)
    const stored = before === undefined ? undefined : walkSchema.parse(before)
    const interruption = watchSignals()
    try {
      const begun = stored ? source.parse(stored.walk) : await interruption.during(source.init())
      const columns = [...opened.free.map(({ key }) => key), ...source.beside]
      const file = await openDraws(join(folder, "draws.csv"), columns, stored?.length)
      let length = stored?.length ?? 0
      let lines: string[] = []
      let written = performance.now()
      const save = async (state: typeof begun): Promise<void> => {
        length = await file.append(lines)
        lines = []
        await kept.take({ length, walk: state }, {}, true)
        written = performance.now()
      }
      const last = source.warmUp + draws
      const work: Work<typeof begun> = {
        isDone: (state) => source.iterationOf(state) >= last,
        step: (state) => source.step(state),
        taken: async (state) => {
          const step = source.iterationOf(state)
          if (step > source.warmUp) lines.push(...linesOf(opened, source, state))
          if (performance.now() - written < INTERVAL) return
          await save(state)
          log.progress(step <= source.warmUp ? `warming up: ${step} of ${source.warmUp}` : `${step - source.warmUp} of ${draws} draws`)
        },
        save,
      }
      const state = await advance(begun, work, interruption, log)
      const record = await summarise(opened, request, source, state, await file.read(source.chains))
      await writeWhole(join(folder, "summary.json"), jsonText(record))
      return record
    } finally {
      interruption.release()
    }
  })
}

function linesOf<State>({ free }: RunProblem, source: DrawSource<State>, state: State): readonly string[] {
  const step = source.iterationOf(state) - source.warmUp
  return source.drawsOf(state).map(({ cost, x, beside }, chain) => {
    const values = x.map((value, k) => (free[k].transform === "log" ? Math.exp(value) : value))
    return drawLine(chain, step, cost, [...values, ...beside])
  })
}

async function summarise<State>(
  { free, remarks }: RunProblem,
  { method, seed, temperature }: SamplingRequest,
  source: DrawSource<State>,
  state: State,
  draws: readonly Float64Array[],
): Promise<SamplingRecord> {
  const names = [...free.map(({ key }) => key), ...source.beside]
  return {
    schema: 1,
    ...{ method, title: source.title, seed, temperature, chains: source.chains, warmUp: source.warmUp },
    draws: draws[0].length / names.length,
    parameters: summariseDraws(names, draws).map((summary, k) => ({
      ...summary,
      value: free[k]?.value ?? null,
      unit: free[k]?.unit ?? "",
    })),
    remarks: [...source.remarksOf(state), ...remarks],
  }
}
