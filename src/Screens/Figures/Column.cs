namespace Jinan.IndustryBrain.Screens.Figures;

/// <summary>One column of a chart.</summary>
/// <param name="Label">What stands below it.</param>
/// <param name="Value">Its height.</param>
public readonly record struct Column(string Label, double Value);
