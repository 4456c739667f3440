using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.AppHost.Health;

[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
internal enum Severity
{
    /// <summary>Look at it today; nothing is lost.</summary>
    [JsonStringEnumMemberName("warning")] Warning,

    /// <summary>Look at it now.</summary>
    [JsonStringEnumMemberName("critical")] Critical,
}

/// <summary>Something that a person should know.</summary>
/// <param name="Id">One of <see cref="AlarmKinds"/>; docs/operations.md has a section of that name.</param>
/// <param name="Subject">What it is about, e.g. a process.</param>
/// <param name="Detail">What the part itself says; may be empty.</param>
internal sealed record Alarm(string Id, Severity Severity, string Subject, string Detail);

/// <summary>Every alarm there is, with its words in Chinese and English.</summary>
internal static class AlarmKinds
{
    public const string ProcessDown = "process-down";
    public const string ProcessRestarted = "process-restarted";
    public const string ServiceUnhealthy = "service-unhealthy";
    public const string ServiceDegraded = "service-degraded";
    public const string ServiceSilent = "service-silent";
    public const string MachineDisconnected = "machine-disconnected";
    public const string ValuesOld = "values-old";
    public const string UplinkWaiting = "uplink-waiting";
    public const string DiskLow = "disk-low";
    public const string DiskFull = "disk-full";
    public const string BackupMissing = "backup-missing";
    public const string BackupOld = "backup-old";
    public const string CertificateExpiring = "certificate-expiring";
    public const string CertificateUnusable = "certificate-unusable";

    public static IReadOnlyDictionary<string, (Severity Severity, string Chinese, string English)> All { get; } =
        new Dictionary<string, (Severity, string, string)>
        {
            [ProcessDown] = (Severity.Critical, "进程未运行", "The process does not run"),
            [ProcessRestarted] = (Severity.Warning, "进程刚刚被重新启动", "The process was started again"),
            [ServiceUnhealthy] = (Severity.Critical, "服务报告自身不可用", "The service says that it cannot do its work"),
            [ServiceDegraded] = (Severity.Warning, "服务可用，但需要关注", "The service works, and something wants attention"),
            [ServiceSilent] = (Severity.Critical, "服务没有应答", "The service does not answer"),
            [MachineDisconnected] = (Severity.Warning, "设备连接中断", "A machine is not connected"),
            [ValuesOld] = (Severity.Warning, "长时间没有新数据", "Nothing has come for long"),
            [UplinkWaiting] = (Severity.Warning, "等待上传到城市侧", "What is for the city waits"),
            [DiskLow] = (Severity.Warning, "磁盘空间不足", "The disk is getting full"),
            [DiskFull] = (Severity.Critical, "磁盘几乎已满", "The disk is almost full"),
            [BackupMissing] = (Severity.Warning, "从未备份", "There is no backup"),
            [BackupOld] = (Severity.Warning, "备份已过期", "The last backup is old"),
            [CertificateExpiring] = (Severity.Warning, "TLS 证书即将到期", "The TLS certificate ends soon"),
            [CertificateUnusable] = (Severity.Critical, "TLS 证书不可用", "The TLS certificate cannot be used"),
        };

    public static Alarm Of(string id, string subject, string detail) => new(id, All[id].Severity, subject, detail);
}
