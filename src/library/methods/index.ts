/** The methods of pipelines, from ops and formats. Written by `npm run docs` from the registries; do not edit. */
import type { AffineMethods } from './affine.ts';
import type { AutoOrientMethods } from './autoOrient.ts';
import type { BandboolMethods } from './bandbool.ts';
import type { BilateralMethods } from './bilateral.ts';
import type { BlurMethods } from './blur.ts';
import type { BooleanMethods } from './boolean.ts';
import type { BorderMethods } from './border.ts';
import type { BoxBlurMethods } from './boxBlur.ts';
import type { BrightnessMethods } from './brightness.ts';
import type { CannyMethods } from './canny.ts';
import type { CastMethods } from './cast.ts';
import type { ClaheMethods } from './clahe.ts';
import type { ClipMethods } from './clip.ts';
import type { CompositeMethods } from './composite.ts';
import type { ContrastMethods } from './contrast.ts';
import type { ConvolveMethods } from './convolve.ts';
import type { CurvesMethods } from './curves.ts';
import type { DenoiseMethods } from './denoise.ts';
import type { DilateMethods } from './dilate.ts';
import type { DuotoneMethods } from './duotone.ts';
import type { EnsureAlphaMethods } from './ensureAlpha.ts';
import type { EqualiseMethods } from './equalise.ts';
import type { ErodeMethods } from './erode.ts';
import type { ExposureMethods } from './exposure.ts';
import type { ExtendMethods } from './extend.ts';
import type { ExtractMethods } from './extract.ts';
import type { ExtractChannelMethods } from './extractChannel.ts';
import type { FlattenMethods } from './flatten.ts';
import type { FlipMethods } from './flip.ts';
import type { FlopMethods } from './flop.ts';
import type { GammaMethods } from './gamma.ts';
import type { GreyscaleMethods } from './greyscale.ts';
import type { HighlightsMethods } from './highlights.ts';
import type { HueMethods } from './hue.ts';
import type { JoinChannelMethods } from './joinChannel.ts';
import type { LevelsMethods } from './levels.ts';
import type { LinearMethods } from './linear.ts';
import type { LutMethods } from './lut.ts';
import type { MaskMethods } from './mask.ts';
import type { MedianMethods } from './median.ts';
import type { ModulateMethods } from './modulate.ts';
import type { NegateMethods } from './negate.ts';
import type { NormaliseMethods } from './normalise.ts';
import type { OpacityMethods } from './opacity.ts';
import type { PerspectiveMethods } from './perspective.ts';
import type { PixelateMethods } from './pixelate.ts';
import type { RecombMethods } from './recomb.ts';
import type { RemoveAlphaMethods } from './removeAlpha.ts';
import type { ResizeMethods } from './resize.ts';
import type { RotateMethods } from './rotate.ts';
import type { RoundCornersMethods } from './roundCorners.ts';
import type { SaturationMethods } from './saturation.ts';
import type { SepiaMethods } from './sepia.ts';
import type { ShadowsMethods } from './shadows.ts';
import type { SharpenMethods } from './sharpen.ts';
import type { SobelMethods } from './sobel.ts';
import type { StatsMethods } from './stats.ts';
import type { StretchMethods } from './stretch.ts';
import type { TemperatureMethods } from './temperature.ts';
import type { TextMethods } from './text.ts';
import type { ThresholdMethods } from './threshold.ts';
import type { TintMethods } from './tint.ts';
import type { ToLinearMethods } from './toLinear.ts';
import type { ToSrgbMethods } from './toSrgb.ts';
import type { TrimMethods } from './trim.ts';
import type { UnflattenMethods } from './unflatten.ts';
import type { VibranceMethods } from './vibrance.ts';
import type { WatermarkMethods } from './watermark.ts';

export type { AffineOptions } from './affine.ts';
export type { BandboolOptions } from './bandbool.ts';
export type { BilateralOptions } from './bilateral.ts';
export type { BlurOptions } from './blur.ts';
export type { BooleanOptions } from './boolean.ts';
export type { BorderOptions } from './border.ts';
export type { BoxBlurOptions } from './boxBlur.ts';
export type { BrightnessOptions } from './brightness.ts';
export type { CannyOptions } from './canny.ts';
export type { CastOptions } from './cast.ts';
export type { ClaheOptions } from './clahe.ts';
export type { ClipOptions } from './clip.ts';
export type { CompositeOptions } from './composite.ts';
export type { ContrastOptions } from './contrast.ts';
export type { ConvolveOptions } from './convolve.ts';
export type { CurvesOptions } from './curves.ts';
export type { DenoiseOptions } from './denoise.ts';
export type { DilateOptions } from './dilate.ts';
export type { DuotoneOptions } from './duotone.ts';
export type { EnsureAlphaOptions } from './ensureAlpha.ts';
export type { EqualiseOptions } from './equalise.ts';
export type { ErodeOptions } from './erode.ts';
export type { ExposureOptions } from './exposure.ts';
export type { ExtendOptions } from './extend.ts';
export type { ExtractOptions } from './extract.ts';
export type { ExtractChannelOptions } from './extractChannel.ts';
export type { FlattenOptions } from './flatten.ts';
export type { GammaOptions } from './gamma.ts';
export type { GreyscaleOptions } from './greyscale.ts';
export type { HighlightsOptions } from './highlights.ts';
export type { HueOptions } from './hue.ts';
export type { JoinChannelOptions } from './joinChannel.ts';
export type { LevelsOptions } from './levels.ts';
export type { LinearOptions } from './linear.ts';
export type { LutOptions } from './lut.ts';
export type { MaskOptions } from './mask.ts';
export type { MedianOptions } from './median.ts';
export type { ModulateOptions } from './modulate.ts';
export type { NegateOptions } from './negate.ts';
export type { NormaliseOptions } from './normalise.ts';
export type { OpacityOptions } from './opacity.ts';
export type { PerspectiveOptions } from './perspective.ts';
export type { PixelateOptions } from './pixelate.ts';
export type { RecombOptions } from './recomb.ts';
export type { ResizeOptions } from './resize.ts';
export type { RotateOptions } from './rotate.ts';
export type { RoundCornersOptions } from './roundCorners.ts';
export type { SaturationOptions } from './saturation.ts';
export type { SepiaOptions } from './sepia.ts';
export type { ShadowsOptions } from './shadows.ts';
export type { SharpenOptions } from './sharpen.ts';
export type { SobelOptions } from './sobel.ts';
export type { StatsOptions } from './stats.ts';
export type { StretchOptions } from './stretch.ts';
export type { TemperatureOptions } from './temperature.ts';
export type { TextOptions } from './text.ts';
export type { ThresholdOptions } from './threshold.ts';
export type { TintOptions } from './tint.ts';
export type { TrimOptions } from './trim.ts';
export type { VibranceOptions } from './vibrance.ts';
export type { WatermarkOptions } from './watermark.ts';
export type * from './formats.ts';
export type * from './input.ts';

/** Every op as a method, under all of its names. */
export interface OpMethods<Next>
  extends AffineMethods<Next>,
    AutoOrientMethods<Next>,
    BandboolMethods<Next>,
    BilateralMethods<Next>,
    BlurMethods<Next>,
    BooleanMethods<Next>,
    BorderMethods<Next>,
    BoxBlurMethods<Next>,
    BrightnessMethods<Next>,
    CannyMethods<Next>,
    CastMethods<Next>,
    ClaheMethods<Next>,
    ClipMethods<Next>,
    CompositeMethods<Next>,
    ContrastMethods<Next>,
    ConvolveMethods<Next>,
    CurvesMethods<Next>,
    DenoiseMethods<Next>,
    DilateMethods<Next>,
    DuotoneMethods<Next>,
    EnsureAlphaMethods<Next>,
    EqualiseMethods<Next>,
    ErodeMethods<Next>,
    ExposureMethods<Next>,
    ExtendMethods<Next>,
    ExtractMethods<Next>,
    ExtractChannelMethods<Next>,
    FlattenMethods<Next>,
    FlipMethods<Next>,
    FlopMethods<Next>,
    GammaMethods<Next>,
    GreyscaleMethods<Next>,
    HighlightsMethods<Next>,
    HueMethods<Next>,
    JoinChannelMethods<Next>,
    LevelsMethods<Next>,
    LinearMethods<Next>,
    LutMethods<Next>,
    MaskMethods<Next>,
    MedianMethods<Next>,
    ModulateMethods<Next>,
    NegateMethods<Next>,
    NormaliseMethods<Next>,
    OpacityMethods<Next>,
    PerspectiveMethods<Next>,
    PixelateMethods<Next>,
    RecombMethods<Next>,
    RemoveAlphaMethods<Next>,
    ResizeMethods<Next>,
    RotateMethods<Next>,
    RoundCornersMethods<Next>,
    SaturationMethods<Next>,
    SepiaMethods<Next>,
    ShadowsMethods<Next>,
    SharpenMethods<Next>,
    SobelMethods<Next>,
    StatsMethods<Next>,
    StretchMethods<Next>,
    TemperatureMethods<Next>,
    TextMethods<Next>,
    ThresholdMethods<Next>,
    TintMethods<Next>,
    ToLinearMethods<Next>,
    ToSrgbMethods<Next>,
    TrimMethods<Next>,
    UnflattenMethods<Next>,
    VibranceMethods<Next>,
    WatermarkMethods<Next> {}
