import type { ReportData } from "../report-data.ts"
import { errorTable } from "../tables/errors.ts"
import { heldOutTable } from "../tables/held-out.ts"
import { escapeHtml } from "../text.ts"
import { explained, section } from "./section.ts"

/** Errors of all sets, and those on data that were held out. */
export function errorsSection({ sets, linear, classes }: ReportData): string {
  const fitted = new Set(classes.map(({ property }) => property))
  const shown = (["energy", "force", "stress"] as const).filter((property) =>
    Object.values(sets).some(({ all }) => all[property].count > 0),
  )
  const left = shown.filter((property) => classes.length > 0 && !fitted.has(property))
  const unfitted =
    left.length === 0 ? "" : ` ${left.map((property) => plurals[property]).join(" and ")} were not fitted: their errors are predictions.`
  const tables = Object.entries(sets).map(([name, errors], k) => {
    const role = k === 0 ? "data that were fitted" : "data that were not fitted"
    return errorTable(errors, `Errors of the set <b>${escapeHtml(name)}</b> (${role}).`)
  })
  if (linear?.heldOut) {
    tables.push(
      heldOutTable(
        linear.training,
        linear.heldOut,
        `Cross-validation: root mean square errors of the fit to all training data, and of the same data where each of ${linear.folds} parts is predicted by a fit to the others.`,
      ),
      explained("A held-out error far above the training error says that a group is remembered, not understood."),
    )
  }
  if (Object.keys(sets).length === 1 && !linear?.heldOut) {
    tables.push(explained("No data were kept back: nothing here says how large errors are on data that were not fitted."))
  }
  return section(
    "Errors",
    `Root-mean-square (RMSE), mean absolute (MAE) and largest errors; energies per atom, forces per Cartesian component, stresses per Voigt component; data: how many there are.${capitalised(unfitted)}`,
    tables.join("\n"),
  )
}

const plurals = { energy: "energies", force: "forces", stress: "stresses" } as const

function capitalised(sentence: string): string {
  return sentence.replace(/^ ./u, (start) => start.toUpperCase())
}
