using Microsoft.ML.OnnxRuntime;

namespace Jinan.IndustryBrain.Plugins.Training.Models;

/// <summary>Answers from an ONNX model, by ONNX Runtime on the CPU.</summary>
internal sealed class OnnxScorer : IScorer
{
    private readonly InferenceSession _session;

    public OnnxScorer(byte[] file)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(file, options);
    }

    public IReadOnlyList<float> Score(IReadOnlyList<float[]> rows)
    {
        if (rows.Count == 0)
            return [];
        float[] flat = [.. rows.SelectMany(row => row)];
        using var input = OrtValue.CreateTensorValueFromMemory(flat, [rows.Count, rows[0].Length]);
        using var run = new RunOptions();
        using var outputs = _session.Run(run, ["features"], [input], ["score"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose() => _session.Dispose();
}
