namespace Jinan.IndustryBrain.Inference.Workers;

/// <summary>Limits of a worker and of what it is asked.</summary>
/// <param name="Start">Until the models are loaded.</param>
/// <param name="Answer">Until a batch is answered.</param>
/// <param name="Gather">How long a batch waits for rows of other assets.</param>
/// <param name="Rows">Rows in a batch; a single window may bring more.</param>
/// <param name="MostBackoff">Longest pause between two starts.</param>
internal sealed record WorkerOptions(
    WorkerLaunch Launch, TimeSpan Start, TimeSpan Answer, TimeSpan Gather, int Rows, TimeSpan MostBackoff);
