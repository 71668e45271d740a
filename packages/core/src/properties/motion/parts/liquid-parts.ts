import type { MeasuredPart } from "../../suite/suites.ts"
import type { LiquidRecord } from "../liquid/liquid-record.ts"
import { diffusionPart } from "./diffusion-part.ts"
import { flowPart } from "./flow-part.ts"
import { statePart } from "./state-part.ts"
import { structurePart } from "./structure-part.ts"

/** What a liquid was found to be, as the parts of a suite. Standard errors are those of means over time. */
export function liquidParts(record: LiquidRecord): readonly MeasuredPart[] {
  return [statePart(record), structurePart(record), diffusionPart(record), flowPart(record)]
}
