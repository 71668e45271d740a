import { totalmem } from "node:os"
import {
  chooseStructures,
  configureDense,
  gatherPool,
  leastKnown,
  learntDirections,
  Failure,
  type Choice,
  type Configuration,
  type LeastKnown,
  type Pool,
} from "@luthier/core"
import { findDenseBackend } from "../../backends/openblas.ts"
import { growingExecutor } from "../../executors/growing.ts"
import { watchSignals } from "../interruption.ts"
import type { Log } from "../log.ts"
import { readData } from "../read-data.ts"
import { openKnowledge } from "./knowledge-of.ts"

/** What a user asks of a selection. */
export interface SelectionRequest {
  /** A run or a config. */
  readonly knowledge: string
  readonly pool: readonly string[]
  readonly structures: number
  readonly atoms: number | undefined
  readonly aim: "predictions" | "parameters"
  readonly nearest: number
  readonly likeness: number
  readonly threads: number | undefined
}

/** What was chosen of a pool, and why. */
export interface Selection {
  readonly request: SelectionRequest
  readonly from: string
  readonly configurations: readonly Configuration[]
  readonly pool: Pool
  readonly choice: Choice
  /** By structure chosen: the combination of parameters that it told most of. */
  readonly directions: readonly string[]
  readonly leastKnown: LeastKnown
}

/** Structures tried in exchange for each chosen one. */
const EXCHANGES = 8

/** Reads a pool and chooses from it. @throws Failure for a pool or knowledge that cannot be read. */
export async function chooseFrom(request: SelectionRequest, log: Log): Promise<Selection> {
  configureDense(await findDenseBackend())
  const source = await openKnowledge(request.knowledge, request.pool)
  const { configurations: read } = await readData(request.pool, { ...source.data, groups: { except: [] } })
  const configurations = read.slice()
  const { from, knowledge, emphasis } = source.know(configurations)
  demandRoom(configurations, knowledge.columns.length, request.pool[0])
  const executor = growingExecutor({ threads: request.threads })
  const interruption = watchSignals()
  try {
    log.progress(`looking at ${configurations.length} structures with ${knowledge.columns.length} parameters`)
    const pool = await interruption.during(gatherPool(knowledge, configurations, { executor, emphasis }))
    const aims = request.aim === "predictions" ? pool.aims : []
    const budget = {
      structures: request.structures,
      ...(request.atoms !== undefined && { atoms: request.atoms }),
      nearest: request.nearest,
      likeness: request.aim === "predictions" ? request.likeness : 0,
      known: knowledge.data,
      exchanges: EXCHANGES,
    }
    const choice = chooseStructures(pool.candidates, pool.basis.rank, aims, budget)
    if (choice.chosen.length === 0) throw nothingChosen(configurations, request)
    return {
      request,
      from,
      configurations,
      pool,
      choice,
      directions: learntDirections(pool, choice, knowledge.columns),
      leastKnown: leastKnown(knowledge, pool.candidates),
    }
  } finally {
    interruption.release()
    await executor.close()
  }
}

function nothingChosen(configurations: readonly Configuration[], { atoms = Infinity }: SelectionRequest): Failure {
  const least = configurations.reduce((few, { structure }) => Math.min(few, structure.numbers.length), Infinity)
  if (least > atoms) return new Failure(`no structure of the pool has ${atoms} atoms or fewer`, { advice: `allow ${least} at least` })
  return new Failure("no structure of the pool tells anything that is not known", { advice: "give structures of other kinds" })
}

/** Of the machine's memory. */
const PART = 0.5

/** @throws Failure where the rows of all structures together take more memory than there is. */
function demandRoom(configurations: readonly Configuration[], columns: number, file: string): void {
  let bytes = 0
  for (const { structure } of configurations) bytes += 8 * columns * Math.min(columns, 3 * structure.numbers.length + 7)
  if (bytes <= PART * totalmem()) return
  const gigabytes = (size: number): string => `${(size / 2 ** 30).toPrecision(2)} GiB`
  throw new Failure(
    `${configurations.length} structures and ${columns} parameters take ${gigabytes(bytes)}, and half of the memory is ${gigabytes(PART * totalmem())}`,
    {
      place: { file },
      advice: "give a part of the pool, or select with a smaller potential of the same kind",
    },
  )
}
