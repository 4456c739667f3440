namespace Jinan.IndustryBrain.AppHost.Plan;

/// <summary>Files that only this user may read, replaced as a whole so that no reader sees half of one.</summary>
internal static class PrivateFile
{
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(temporary, options))
            stream.Write(content);
        File.Move(temporary, path, overwrite: true);
    }
}
