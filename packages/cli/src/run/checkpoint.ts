import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { Failure, parseFitState, type FitState } from "@luthier/core"
import { jsonText, writeWhole } from "../files/write-whole.ts"
import type { Artefacts } from "./artefacts.ts"

/** Checkpoints are at least this far apart [ms]; an interruption saves in any case. */
const INTERVAL = 500

/** Keeps `checkpoints/latest.json` and `checkpoints/best.json`. */
export interface CheckpointWriter {
  /** Takes a new state; writes it when the last one was written a while ago. */
  take(state: FitState): Promise<void>
  /** Writes the newest state. */
  save(): Promise<void>
}

/** Makes the writer; `inputs` identifies config and data. */
export function checkpointWriter({ latest, best }: Artefacts, inputs: string): CheckpointWriter {
  let newest: FitState | undefined
  let leading: FitState | undefined
  let written = -Infinity
  const save = async (): Promise<void> => {
    if (!newest || !leading) return
    await writeWhole(latest, checkpointText(inputs, newest))
    await writeWhole(best, checkpointText(inputs, leading))
    written = performance.now()
  }
  const take = async (state: FitState): Promise<void> => {
    newest = state
    // Costs of different σ cannot be compared: a new round starts a new contest.
    const sameRound = leading?.stage === state.stage && leading.round === state.round
    if (!leading || !sameRound || state.cost <= leading.cost) leading = state
    if (state.stage === "finished" || performance.now() - written > INTERVAL) await save()
  }
  return { take, save }
}

/** The digest tells a checkpoint that was damaged or written by hand, from which no fit would go on bit for bit. */
function checkpointText(inputs: string, state: FitState): string {
  return jsonText({ inputs, digest: digestInputs(state), state })
}

/** The state to go on from. @throws Failure when the checkpoint is damaged, or when config or data are not those it belongs to. */
export async function readCheckpoint({ latest, folder }: Artefacts, inputs: string): Promise<FitState> {
  const place = { file: latest }
  let content: unknown
  try {
    content = JSON.parse(await readFile(latest, "utf8"))
  } catch (cause) {
    throw new Failure("the checkpoint cannot be read", { place, advice: "start the fit anew with --force", cause })
  }
  if (typeof content !== "object" || content === null || !("inputs" in content) || !("state" in content)) {
    throw new Failure("this is no checkpoint of luthier", { place, advice: "start the fit anew with --force" })
  }
  if (content.inputs !== inputs) {
    throw new Failure("config or data have changed since this run began", {
      place: { file: folder },
      advice: "undo the change to resume, or start anew with --force",
    })
  }
  if (!("digest" in content) || content.digest !== digestInputs(content.state)) {
    throw new Failure("the checkpoint is damaged", { place, advice: "start the fit anew with --force" })
  }
  return parseFitState(content.state)
}

/** What identifies the inputs of a fit: a digest of all that its result depends on, whatever the order of the keys. */
export function digestInputs(...inputs: readonly unknown[]): string {
  const sorted = (_: string, value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value
  return createHash("sha256").update(JSON.stringify(inputs, sorted)).digest("hex")
}
