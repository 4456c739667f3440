using Jinan.IndustryBrain.AppHost.Processes;

namespace Jinan.IndustryBrain.AppHost.Health;

/// <summary>The words of the health page, Chinese first.</summary>
internal sealed record HealthWords
{
    public required string Language { get; init; }
    public required string Title { get; init; }
    public required (string Code, string Name) Other { get; init; }
    public required string Alarms { get; init; }
    public required string NoAlarms { get; init; }
    public required string WhatToDo { get; init; }
    public required string Processes { get; init; }
    public required IReadOnlyList<string> ProcessColumns { get; init; }
    public required string Version { get; init; }
    public required string Disk { get; init; }
    public required string NewestValue { get; init; }
    public required string AliveThrough { get; init; }
    public required string Machines { get; init; }
    public required string Values { get; init; }
    public required string Pending { get; init; }
    public required string LastBackup { get; init; }
    public required string Never { get; init; }
    public required string Certificate { get; init; }
    public required string NoCertificate { get; init; }
    public required IReadOnlyDictionary<HealthState, string> States { get; init; }
    public required IReadOnlyDictionary<ProcessPhase, string> Phases { get; init; }

    /// <summary>By what a service answers of itself.</summary>
    public required IReadOnlyDictionary<string, string> Answers { get; init; }

    private static readonly HealthWords Chinese = new()
    {
        Language = "zh",
        Title = "济南产业大脑：运行状况",
        Other = ("en", "English"),
        Alarms = "告警",
        NoAlarms = "没有告警",
        WhatToDo = "每个告警的处理办法见 docs/operations.md。",
        Processes = "进程",
        ProcessColumns = ["进程", "状态", "重启次数", "自", "自述"],
        Version = "版本",
        Disk = "磁盘剩余",
        NewestValue = "最新数值",
        AliveThrough = "数据完整至",
        Machines = "设备连接",
        Values = "已存数值",
        Pending = "待上传",
        LastBackup = "最近备份",
        Never = "从未",
        Certificate = "TLS 证书有效至",
        NoCertificate = "未启用 TLS",
        States = new Dictionary<HealthState, string>
        {
            [HealthState.Starting] = "启动中", [HealthState.Healthy] = "正常", [HealthState.Degraded] = "需要关注", [HealthState.Unhealthy] = "异常",
        },
        Phases = new Dictionary<ProcessPhase, string>
        {
            [ProcessPhase.Waiting] = "等待", [ProcessPhase.Starting] = "启动中", [ProcessPhase.Ready] = "就绪", [ProcessPhase.Restarting] = "重新启动中",
            [ProcessPhase.Stopping] = "停止中", [ProcessPhase.Stopped] = "已停止",
        },
        Answers = new Dictionary<string, string> { ["Healthy"] = "正常", ["Degraded"] = "需要关注", ["Unhealthy"] = "异常" },
    };

    private static readonly HealthWords English = new()
    {
        Language = "en",
        Title = "Jinan Industry Brain: health",
        Other = ("zh", "中文"),
        Alarms = "Alarms",
        NoAlarms = "No alarms",
        WhatToDo = "What to do about each alarm stands in docs/operations.md.",
        Processes = "Processes",
        ProcessColumns = ["Process", "State", "Restarts", "Since", "Says"],
        Version = "Version",
        Disk = "Disk left",
        NewestValue = "Newest value",
        AliveThrough = "Complete through",
        Machines = "Machines connected",
        Values = "Values stored",
        Pending = "Waiting for the city",
        LastBackup = "Last backup",
        Never = "never",
        Certificate = "TLS certificate valid until",
        NoCertificate = "no TLS",
        States = new Dictionary<HealthState, string>
        {
            [HealthState.Starting] = "starting", [HealthState.Healthy] = "healthy", [HealthState.Degraded] = "wants attention", [HealthState.Unhealthy] = "unhealthy",
        },
        Phases = Enum.GetValues<ProcessPhase>().ToDictionary(p => p, p => p.ToString().ToLowerInvariant()),
        Answers = new Dictionary<string, string> { ["Healthy"] = "healthy", ["Degraded"] = "wants attention", ["Unhealthy"] = "unhealthy" },
    };

    public static HealthWords In(string? language) => language == "en" ? English : Chinese;

    public string Of(Alarm alarm) => Language == "en" ? AlarmKinds.All[alarm.Id].English : AlarmKinds.All[alarm.Id].Chinese;
}
