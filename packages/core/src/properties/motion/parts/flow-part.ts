import type { Curve, CurvesFigure } from "../../suite/figure.ts"
import type { MeasuredPart } from "../../suite/suites.ts"
import type { LiquidRecord } from "../liquid/liquid-record.ts"
import type { GreenKuboRecord } from "../transport/viscosity.ts"
import { estimated, pointsOf, unsettled } from "./estimated.ts"
import { millipascalSecond, wattPerMetreKelvin } from "./units.ts"

const PICOSECOND = 1e-3

/** Viscosity and thermal conductivity by Green and Kubo. */
export function flowPart({ viscosity, conductivity }: LiquidRecord): MeasuredPart {
  const heat = typeof conductivity === "string" ? undefined : conductivity
  return {
    name: "flow",
    title: "Viscosity and thermal conductivity",
    values: [
      estimated("viscosity", "shear viscosity", viscosity.value, "mPa s", {
        factor: millipascalSecond,
        trouble: unsettled(viscosity.settled),
      }),
      ...(heat
        ? [
            estimated("conductivity", "thermal conductivity", heat.value, "W/(m K)", {
              factor: wattPerMetreKelvin,
              trouble: unsettled(heat.settled),
            }),
          ]
        : []),
    ],
    remarks: typeof conductivity === "string" ? [`No thermal conductivity: ${conductivity}.`] : [],
    figures: [
      running("viscosity", "Shear viscosity, were its integral to end at each time", "η [mPa s]", viscosity, millipascalSecond),
      ...(heat
        ? [running("conductivity", "Thermal conductivity, were its integral to end at each time", "κ [W/(m K)]", heat, wattPerMetreKelvin)]
        : []),
    ],
  }
}

/** A running integral between its standard errors. */
function running(key: string, caption: string, y: string, found: GreenKuboRecord, factor: number): CurvesFigure {
  const { time, running: value, runningError } = found
  const at = (name: string, sign: number): Curve => ({
    name,
    points: pointsOf(
      time,
      value.map((integral, k) => integral + sign * (runningError[k] ?? 0)),
      [PICOSECOND, factor],
    ),
    mark: "line",
  })
  return {
    kind: "curves",
    key,
    caption,
    x: "time [ps]",
    y,
    curves: [at("integral", 0), at("plus its error", 1), at("minus its error", -1)],
  }
}
