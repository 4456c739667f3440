using System.IO.MemoryMappedFiles;

namespace Jinan.IndustryBrain.Fuzz.Running;

/// <summary>
/// The case that is being run, in a file that outlives the process: a stack overflow or a lack of memory ends the process
/// before anything can be reported.
/// </summary>
internal sealed class LastInput : IDisposable
{
    const int Capacity = 256 * 1024;

    readonly MemoryMappedFile _file;
    readonly MemoryMappedViewAccessor _view;
    readonly string _path;

    public LastInput(string group)
    {
        Directory.CreateDirectory(FuzzSettings.Findings);
        _path = Path.Combine(FuzzSettings.Findings, $"running-{group}.bin");
        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.Create, null, Capacity);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>Number of the case, length of the input, the input.</summary>
    public void Note(long number, byte[] input)
    {
        _view.Write(0, number);
        _view.Write(8, input.Length);
        _view.WriteArray(12, input, 0, Math.Min(input.Length, Capacity - 12));
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
