using System.Runtime.ExceptionServices;
using System.Text;

namespace Jinan.IndustryBrain.Fuzz.Running;

/// <summary>
/// Exceptions that only a fault of our own throws, wherever in the process: servers and clients run on many threads and catch
/// what they must, so that a fault would not show otherwise.
/// </summary>
internal sealed class Unexpected : IDisposable
{
    readonly List<string> _seen = [];

    public Unexpected() => AppDomain.CurrentDomain.FirstChanceException += Look;

    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_seen) return [.. _seen];
        }
    }

    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= Look;

    void Look(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        var isOurs = thrown.Exception is IndexOutOfRangeException or ArgumentException or NullReferenceException or InvalidCastException
            or KeyNotFoundException or ArithmeticException or FormatException or OutOfMemoryException or NotSupportedException
            or InvalidOperationException;
        if (!isOurs || thrown.Exception is ObjectDisposedException or DecoderFallbackException) return;
        lock (_seen)
        {
            if (_seen.Count < 20) _seen.Add($"{thrown.Exception.GetType().Name}: {thrown.Exception.Message}\n{Environment.StackTrace}");
        }
    }
}
