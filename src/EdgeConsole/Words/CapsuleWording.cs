using Jinan.IndustryBrain.EdgeConsole.Edge;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>What capsules call themselves and their models. These are their publisher's words, in the languages that it gave.</summary>
internal static class CapsuleWording
{
    /// <summary>In the reader's language where the capsule has it, else as it declares itself.</summary>
    public static string Title(this Texts t, CapsuleAnswer capsule) =>
        capsule.Texts.GetValueOrDefault(t.Code)?.Title ?? capsule.Title ?? capsule.Capsule;

    /// <returns>Null where the capsule says nothing in the reader's language.</returns>
    public static ModelTextsAnswer? Model(this Texts t, CapsuleAnswer capsule, string model) =>
        capsule.Texts.GetValueOrDefault(t.Code)?.Models.GetValueOrDefault(model);

    /// <returns>Null where no such capsule is known, or it says nothing in the reader's language.</returns>
    public static ModelTextsAnswer? Model(this Texts t, IReadOnlyList<CapsuleAnswer> capsules, string? capsule, string? model) =>
        model is not null && capsules.FirstOrDefault(one => one.Capsule == capsule) is { } known ? t.Model(known, model) : null;
}
