namespace Jinan.IndustryBrain.Inference.Protocol;

/// <summary>What a message between Inference and a worker is.</summary>
internal enum MessageKind : byte
{
    /// <summary>To the worker, first and once: the models (<see cref="LoadRequest"/>).</summary>
    Load = 1,

    /// <summary>To the worker: a batch (<see cref="PredictRequest"/>).</summary>
    Predict = 2,

    /// <summary>From the worker: the models are loaded; UTF-8 text for a person, e.g. which execution provider runs them.</summary>
    Loaded = 3,

    /// <summary>From the worker: one float a row.</summary>
    Answers = 4,

    /// <summary>From the worker: the request failed, the worker goes on; UTF-8 text.</summary>
    Failed = 5,
}

/// <param name="Request">Chosen by Inference; the answer carries the same.</param>
internal readonly record struct WorkerMessage(uint Request, MessageKind Kind, ReadOnlyMemory<byte> Payload);
