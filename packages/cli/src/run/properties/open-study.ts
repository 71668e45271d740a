import { existsSync } from "node:fs"
import { covarianceFactor, type Posterior, predictiveVariance, type Spread } from "@luthier/core"
import { isFolder } from "../../files/is-folder.ts"
import { artefactsOf } from "../artefacts.ts"
import { openRun } from "../finished-run.ts"
import type { ForeignOptions } from "../foreign-spec.ts"
import { type FittedPotential, loadPotential } from "../potential-file.ts"

/** A potential with what is known of the uncertainty of its parameters: nothing, unless it is that of a run. */
export interface StudiedPotential {
  readonly fitted: FittedPotential
  readonly spread: Spread | undefined
}

/** Reads a potential, and from a run folder what the fit knows of its parameters. */
export async function openStudied(given: string, options: ForeignOptions): Promise<StudiedPotential> {
  if (!(await isFolder(given)) || !existsSync(artefactsOf(given).posterior)) {
    return { fitted: await loadPotential(given, options), spread: undefined }
  }
  const { fitted, posterior } = await openRun(given)
  return { fitted, spread: spreadOf(posterior) }
}

/** Standard errors by linear propagation, `√(rowᵀ C row)` with row = ∂p/∂z. */
function spreadOf({ setup: { columns, scales }, joint }: Posterior): Spread {
  const covariance = covarianceFactor(joint)
  return (derivative) => {
    const row = new Float64Array(joint.n)
    derivative.forEach((value, k) => {
      if (columns[k] >= 0) row[columns[k]] += value * scales[k]
    })
    return Math.sqrt(predictiveVariance(covariance, row))
  }
}
