using Microsoft.ML.OnnxRuntime;

namespace Jinan.IndustryBrain.Inference.Worker.Engines;

/// <summary>ONNX Runtime: DirectML first on Windows, else the CPU, with one thread that sleeps between requests.</summary>
internal sealed class OnnxEngine : IModelEngine
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string _input;
    private readonly string _output;

    public OnnxEngine(string path, string input, string output)
    {
        _session = Open(path);
        _input = Named(input, _session.InputNames, "input");
        _output = Named(output, _session.OutputNames, "output");
    }

    public float[] Predict(float[] values, int rows, int features)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(values, [rows, features]);
        using var outputs = _session.Run(_run, [_input], [input], [_output]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static InferenceSession Open(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                using var accelerated = Options();
                accelerated.AppendExecutionProvider_DML();
                return new InferenceSession(path, accelerated);
            }
            catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
            {
                Console.Error.WriteLine($"DirectML is not available ({e.Message}); the CPU is used.");
            }
        }

        using var options = Options();
        return new InferenceSession(path, options);
    }

    private static SessionOptions Options()
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // A spinning thread would keep a core of the edge busy for nothing.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }

    private static string Named(string name, IReadOnlyList<string> names, string what) =>
        names.Contains(name)
            ? name
            : throw new InvalidDataException($"The model has no {what} '{name}'; it has {string.Join(", ", names)}.");
}
