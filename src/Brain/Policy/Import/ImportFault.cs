using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Policy.Import;

/// <summary>Something that is wrong with a file.</summary>
/// <param name="Line">Row in the file; 0 for the file itself.</param>
/// <param name="Column">Letter and heading; empty for the row itself.</param>
internal sealed record ImportFault(int Line, string Column, Phrase Text, params object?[] Values)
{
    public string Say(Texts texts) => texts[Text, Values];
}
