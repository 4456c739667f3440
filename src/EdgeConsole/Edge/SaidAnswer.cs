using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

/// <summary>One of several things that a service says, with the code of its sentence.</summary>
public sealed record SaidAnswer(string Message, SentenceCode? MessageCode = null);
