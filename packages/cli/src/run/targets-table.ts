import { gigapascal, type TargetResult, type TradeOffPoint } from "@luthier/core"

/** The part of `errors.md` on targets: a table of them, and one of what they cost; nothing without any. */
export function targetsMarkdown(targets: readonly TargetResult[], tradeOff: readonly TradeOffPoint[]): string {
  if (targets.length === 0) return ""
  const rows = targetCells(targets).map((cells) => `| ${cells.join(" | ")} |`)
  const costs = tradeOff.map(({ factor, rmse: { energy, forces, stress }, deviation }) => {
    const cells = [shown(energy, 1000), shown(forces, 1000), shown(stress, 1 / gigapascal), shown(deviation, 1)]
    return `| ${factor === null ? "without targets" : `${factor} σ`} | ${cells.join(" | ")} |`
  })
  return `
## Targets

| target | unit | prediction | value | σ | (p − v)/σ | % |
|---|---|--:|--:|--:|--:|--:|
${rows.join("\n")}

| targets at | energy [meV/atom] | force [meV/Å] | stress [GPa] | targets [σ] |
|---|--:|--:|--:|--:|
${costs.join("\n")}
`
}

/** Name, unit, prediction with its standard error, value, σ, and deviation in σ and per cent of each target, as text. */
export function targetCells(targets: readonly TargetResult[]): readonly (readonly string[])[] {
  return targets.map(({ name, unit, prediction, value, sigma, deviation }) => [
    name,
    unit,
    shown(prediction, 1, 5),
    shown(value, 1, 5),
    shown(sigma, 1, 2),
    deviation.toFixed(2),
    value === 0 || prediction === null ? "–" : (100 * (prediction / value - 1)).toFixed(2),
  ])
}

function shown(value: number | null | undefined, factor: number, digits = 4): string {
  return value === undefined || value === null ? "–" : String(Number((factor * value).toPrecision(digits)))
}
