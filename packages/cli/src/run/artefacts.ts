import { join } from "node:path"

/** Every file of a run, by what it is. */
export interface Artefacts {
  readonly folder: string
  readonly environment: string
  readonly config: string
  readonly log: string
  readonly progress: string
  readonly latest: string
  readonly best: string
  readonly potential: string
  readonly metrics: string
  readonly errors: string
  readonly fisher: string
  /** What is known of the parameters: the description, and the triangles it names. */
  readonly posterior: string
  readonly posteriorNumbers: string
  /** What `luthier identify` makes of it. */
  readonly identify: string
  readonly identifyPage: string
  /** Profiles of parameters, and where they stand. */
  readonly profiles: string
  /** Geodesics to the edges of the model, and what is there. */
  readonly geodesics: string
  /** Folder of what `luthier sample` draws. */
  readonly samples: string
  /** The most extreme atoms of the training data, once `luthier grade` has found them. */
  readonly activeSet: string
  readonly activeSetNumbers: string
  readonly report: string
  /** What error bars are made of: the description, and its numbers. */
  readonly uncertainty: string
  readonly uncertaintyNumbers: string
  /** How they compare with the errors of the test set. */
  readonly calibration: string
  /** Targets beside their predictions, and what they cost. */
  readonly targets: string
  /** What a linear fit found beyond errors: σ, α, evidence, errors on data held out. */
  readonly linear: string
  /** Folder of the sufficient statistics: triangles by class of data. */
  readonly statistics: string
  /** Reference and prediction of a data set side by side. */
  predictions(set: string): string
  /** Folder of the files for another program. */
  exports(program: string): string
}

/** Names the files of the run in `folder`. */
export function artefactsOf(folder: string): Artefacts {
  return Object.freeze({
    folder,
    environment: join(folder, "environment.json"),
    config: join(folder, "config.resolved.yaml"),
    log: join(folder, "log.txt"),
    progress: join(folder, "progress.jsonl"),
    latest: join(folder, "checkpoints", "latest.json"),
    best: join(folder, "checkpoints", "best.json"),
    potential: join(folder, "potential.json"),
    metrics: join(folder, "metrics.json"),
    errors: join(folder, "errors.md"),
    fisher: join(folder, "fisher.json"),
    posterior: join(folder, "posterior.json"),
    posteriorNumbers: join(folder, "posterior.bin"),
    identify: join(folder, "identify.json"),
    identifyPage: join(folder, "identify.html"),
    profiles: join(folder, "profiles.json"),
    geodesics: join(folder, "geodesics.json"),
    samples: join(folder, "samples"),
    activeSet: join(folder, "active-set.json"),
    activeSetNumbers: join(folder, "active-set.bin"),
    report: join(folder, "report.html"),
    uncertainty: join(folder, "uncertainty.json"),
    uncertaintyNumbers: join(folder, "uncertainty.bin"),
    calibration: join(folder, "calibration.json"),
    targets: join(folder, "targets.json"),
    linear: join(folder, "linear.json"),
    statistics: join(folder, "statistics"),
    predictions: (set: string) => join(folder, "predictions", `${set}.extxyz`),
    exports: (program: string) => join(folder, "exports", program),
  })
}
