namespace Jinan.IndustryBrain.Brain.Cockpit.Parts;

/// <summary>Which figure of a target a note is about.</summary>
public enum TargetFigure
{
    Target,
    Value,
    Gap,
    Share,
    Compared,
}
