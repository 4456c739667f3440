using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Cockpit.Words;

/// <summary>A sentence that a page says in its language and the API in English.</summary>
internal sealed record Said(Phrase Phrase, params object?[] Values)
{
    public string In(Texts texts) => texts[Phrase, Values];
}
