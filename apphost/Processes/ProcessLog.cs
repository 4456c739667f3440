using System.Text;

namespace Jinan.IndustryBrain.AppHost.Processes;

/// <summary>A service's log file: what it writes to its output, with one older file kept.</summary>
internal sealed class ProcessLog : IDisposable
{
    private const long MaxBytes = 16 * 1024 * 1024;
    private const int LinesKept = 20;

    private readonly Lock _lock = new();
    private readonly Queue<string> _last = [];
    private readonly string _path;
    private StreamWriter _writer;
    private bool _closed;

    public ProcessLog(string path)
    {
        _path = path;
        _writer = Open();
    }

    public string Path => _path;

    /// <summary>The last lines, to show what a process said before it died.</summary>
    public IReadOnlyList<string> Tail()
    {
        lock (_lock)
            return [.. _last];
    }

    public void Write(string? line)
    {
        if (line is null)
            return;
        lock (_lock)
        {
            if (_closed)
                return;
            _last.Enqueue(line);
            if (_last.Count > LinesKept)
                _last.Dequeue();
            try
            {
                _writer.WriteLine(line);
                if (_writer.BaseStream.Length > MaxBytes)
                    Rotate();
            }
            catch (IOException)
            {
                // A full disk must not take the services down; they say so themselves where a person looks.
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            try
            {
                _writer.Dispose();
            }
            catch (IOException)
            {
                // As above: what could not be written is lost with the log alone.
            }
        }
    }

    private void Rotate()
    {
        _writer.Dispose();
        File.Move(_path, _path + ".1", overwrite: true);
        _writer = Open();
    }

    private StreamWriter Open() => new(
        new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite), new UTF8Encoding(false))
    {
        AutoFlush = true,
    };
}
