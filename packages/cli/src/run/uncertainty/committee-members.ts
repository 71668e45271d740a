import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { Failure, fullVector, posteriorSpace } from "@luthier/core"
import { z } from "zod"
import type { FinishedRun } from "../finished-run.ts"
import { readDraws } from "../sampling/draws-file.ts"

const summarySchema = z.looseObject({
  method: z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), value: z.number().nullable() })),
})

/** θ of the members of the committee in `samples/` of a run. @throws Failure where there is none, or one of another fit. */
export async function committeeMembers({ artefacts, posterior, fitted }: FinishedRun): Promise<readonly Float64Array[]> {
  const place = { file: artefacts.samples }
  const advice = "make one: luthier sample RUN --method committee --force"
  const file = join(artefacts.samples, "summary.json")
  if (!existsSync(file)) throw new Failure("there is no committee here", { place, advice })
  const summary = summarySchema.safeParse(JSON.parse(await readFile(file, "utf8")))
  if (!summary.success) throw new Failure("summary.json does not describe draws", { place, advice })
  const { method, parameters } = summary.data
  if (method !== "committee") throw new Failure(`these draws are ${method}, and no committee`, { place, advice })
  const space = posteriorSpace(posterior, fitted.potential.parameters)
  const free = Array.from(space.free, (k) => space.layout[k])
  const profiled = Array.from(space.profiled, (k) => space.layout[k])
  const same =
    parameters.length === free.length + profiled.length &&
    [...free, ...profiled].every(({ key }, k) => parameters[k].name === key) &&
    free.every(({ value }, k) => parameters[k].value === value)
  if (!same) throw new Failure("this committee belongs to another fit", { place, advice })
  const [draws] = await readDraws(join(artefacts.samples, "draws.csv"), 1)
  const width = parameters.length
  return Array.from({ length: draws.length / width }, (_, member) => {
    const values = draws.subarray(member * width, (member + 1) * width)
    const x = Float64Array.from(free, ({ transform }, k) => (transform === "log" ? Math.log(values[k]) : values[k]))
    return fullVector(space, x, values.subarray(free.length))
  })
}
