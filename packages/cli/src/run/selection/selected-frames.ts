import { formatExtxyz } from "@luthier/core"
import type { Selection } from "./choose-from.ts"

/** The chosen frames as read, in the order of their choice, with what each told beside those before it. */
export function* selectedFrames({ configurations, choice }: Selection): Generator<string> {
  for (const [place, { index, bits }] of choice.chosen.entries()) {
    yield formatExtxyz(configurations[index], { info: { select_rank: place + 1, select_bits: Math.round(bits * 1000) / 1000 } })
  }
}
