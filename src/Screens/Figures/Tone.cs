namespace Jinan.IndustryBrain.Screens.Figures;

/// <summary>How a state is meant; it is always told by a word and a sign too, never by colour alone.</summary>
public enum Tone
{
    /// <summary>Neither good nor bad.</summary>
    Neutral,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Somebody should look at it.</summary>
    Warning,

    /// <summary>Somebody has to do something.</summary>
    Bad,
}
