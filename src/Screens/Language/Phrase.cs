namespace Jinan.IndustryBrain.Screens.Language;

/// <summary>A text in both languages; <c>{0}</c> and so on stand for what is put in.</summary>
/// <param name="Chinese">Simplified Chinese.</param>
/// <param name="English">English.</param>
public sealed record Phrase(string Chinese, string English);
