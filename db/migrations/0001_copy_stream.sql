CREATE TABLE `copy_hop` (
	`vlan_id` text NOT NULL,
	`resource_id` text NOT NULL,
	`switch_id` text NOT NULL,
	`port_id` text NOT NULL,
	`to_port_id` text NOT NULL,
	`to_vid` integer,
	PRIMARY KEY(`vlan_id`, `resource_id`, `port_id`),
	FOREIGN KEY (`switch_id`) REFERENCES `switch`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`to_port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vlan_id`,`resource_id`) REFERENCES `copy_stream`(`vlan_id`,`resource_id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "copy_hop_vid_is_12_bit" CHECK("copy_hop"."to_vid" is null or "copy_hop"."to_vid" between 0 and 4094)
);
--> statement-breakpoint
CREATE INDEX `copy_hop_of_switch` ON `copy_hop` (`switch_id`);--> statement-breakpoint
CREATE TABLE `copy_stream` (
	`vlan_id` text NOT NULL,
	`resource_id` text NOT NULL,
	`client_system_id` text NOT NULL,
	`host_tag` integer NOT NULL,
	`customer_tag` integer,
	PRIMARY KEY(`vlan_id`, `resource_id`),
	FOREIGN KEY (`vlan_id`) REFERENCES `vlan`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`resource_id`) REFERENCES `resource`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`client_system_id`) REFERENCES `client_system`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`host_tag`,`customer_tag`) REFERENCES `tag_pair`(`host_tag`,`customer_tag`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `copy_stream_pair` ON `copy_stream` (`host_tag`,`customer_tag`);--> statement-breakpoint
CREATE INDEX `copy_stream_of_system` ON `copy_stream` (`client_system_id`,`resource_id`);--> statement-breakpoint
-- Rules that copy already: their streams are found by the resource from now on, and get a pair when one is needed.
INSERT INTO `copy_stream` (`vlan_id`, `resource_id`, `client_system_id`, `host_tag`, `customer_tag`)
SELECT DISTINCT `vlan`.`id`, json_extract(rule.value, '$.action.resourceId'), `vlan`.`client_system_id`, `vlan`.`host_tag`, NULL
FROM `vlan`, json_each(`vlan`.`rules`) AS rule
WHERE `vlan`.`released_at` IS NULL AND json_extract(rule.value, '$.action.kind') = 'mirror';
