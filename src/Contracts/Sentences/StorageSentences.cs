namespace Jinan.IndustryBrain.Contracts.Sentences;

/// <summary>Why nothing is stored, or what was stored cannot be used. {0} is the log's or the system's own message.</summary>
public static class StorageSentences
{
    public static readonly SentenceForm DiskFull = new("storage.diskFull", "the disk is full and nothing more is acknowledged: free space, it goes on by itself ({0})");
    public static readonly SentenceForm DiskRefuses = new("storage.diskRefuses", "the disk refuses and nothing more is acknowledged: look at the disk and the rights of the data folder, it goes on by itself ({0})");
    public static readonly SentenceForm LogFull = new("storage.logFull", "the log has reached its limit: a consumer has to catch up, or the limit has to grow ({0})");
    public static readonly SentenceForm DiskBehind = new("storage.diskBehind", "the disk does not keep up with what comes: use a faster one, or collect less ({0})");
    public static readonly SentenceForm Damaged = new("storage.damaged", "stored data are damaged and nothing was changed: restore them from a copy, or move this factory's folder away to begin anew, then restart the service ({0})");
}
