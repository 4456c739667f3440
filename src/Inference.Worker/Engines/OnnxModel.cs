using Jinan.IndustryBrain.Inference.Protocol;
using Microsoft.ML.OnnxRuntime;

namespace Jinan.IndustryBrain.Inference.Worker.Engines;

/// <summary>
/// A model on ONNX Runtime. One thread and no spinning: a worker is one of several on the machine, and batches are small. On
/// Windows DirectML is tried first.
/// </summary>
internal sealed class OnnxModel : ILoadedModel
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string _input;
    private readonly string _output;
    private readonly int _columns;

    public OnnxModel(ModelToLoad model)
    {
        (_session, RunsOn) = Open(model.File.ToArray());
        _input = model.Input;
        _output = model.Output;
        _columns = model.Features;
        if (!_session.InputMetadata.TryGetValue(_input, out var input))
            throw new InvalidDataException($"The model has no input '{_input}'; it has {string.Join(", ", _session.InputNames)}.");
        if (!_session.OutputNames.Contains(_output))
            throw new InvalidDataException($"The model has no output '{_output}'; it has {string.Join(", ", _session.OutputNames)}.");
        if (input.ElementType != typeof(float) || input.Dimensions is not [_, var width] || (width >= 0 && width != _columns))
            throw new InvalidDataException(
                $"The input '{_input}' is {input.ElementType.Name}[{string.Join(", ", input.Dimensions)}]; float[N, {_columns}] is expected.");
    }

    public string RunsOn { get; }

    public float[] Predict(ReadOnlySpan<float> features, int rows)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(features.ToArray(), [rows, _columns]);
        using var results = _session.Run(_run, [_input], [input], [_output]);
        var answers = results[0].GetTensorDataAsSpan<float>();
        return answers.Length == rows
            ? answers.ToArray()
            : throw new InvalidDataException($"The output '{_output}' has {answers.Length} numbers for {rows} rows; one a row is expected.");
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static (InferenceSession Session, string RunsOn) Open(byte[] file)
    {
#if DIRECTML
        try
        {
            using var accelerated = Options();
            accelerated.EnableMemoryPattern = false; // DirectML does not take it
            accelerated.AppendExecutionProvider_DML(0);
            return (new InferenceSession(file, accelerated), "ONNX Runtime on DirectML");
        }
        catch (OnnxRuntimeException)
        {
            // No DirectX 12 device, or an operator that it lacks: the CPU can do everything.
        }

#endif
        using var options = Options();
        return (new InferenceSession(file, options), "ONNX Runtime on CPU");
    }

    private static SessionOptions Options()
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }
}
