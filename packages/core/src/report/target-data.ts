/** A property of a crystal that was a target, as people read it. */
export interface TargetRecord {
  /** Such as `fcc Cu: C11`. */
  readonly name: string
  readonly unit: string
  readonly value: number
  readonly sigma: number
  /** `null` where the potential has no answer. */
  readonly prediction: number | null
  readonly standardError?: number
  /** (prediction − value)/σ */
  readonly deviation: number
}

/** A fit with another σ of the targets. */
export interface TradeOffRecord {
  /** By which σ of every target was multiplied; `null` without targets. */
  readonly factor: number | null
  /** Root mean square errors on the training data by property, such as `force`. */
  readonly errors: Readonly<Record<string, { readonly rmse: number; readonly unit: string }>>
  /** Root mean square of the deviations, in the σ that was given. */
  readonly deviation: number
  /** Deviation of each target in per cent of its value; `null` where that is zero, or the prediction no number. */
  readonly percent: readonly (number | null)[]
}

/** Targets of a fit and what they cost. */
export interface TargetsRecord {
  readonly targets: readonly TargetRecord[]
  readonly tradeOff: readonly TradeOffRecord[]
}
